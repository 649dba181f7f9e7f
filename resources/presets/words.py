"""The words of the shipped presets, marked for translation: their files hold the English."""

from __future__ import annotations

from ...analysis.core.messages import mark

#: Names, sources and breaks of series, as they stand in the files of this folder.
WORDS = (
    mark("Health"),
    mark("Education"),
    mark("Housing and facilities"),
    mark("Livelihood"),
    mark("Not all members have active health insurance (JKN)"),
    mark("A chronic illness or severe disability"),
    mark("No adult member completed lower secondary school"),
    mark("A child of school age does not attend school"),
    mark("No improved sanitation"),
    mark("No improved drinking water"),
    mark("Floor of earth or inadequate"),
    mark("Less than 7.2 m2 of floor per person"),
    mark("Cooks with wood, charcoal or kerosene"),
    mark("Workers without employment insurance"),
    mark("At most one of six assets"),
    mark("Living standards"),
    mark("No water-seal toilet of its own"),
    mark("Unprotected water, or less than 10 m from a septic pit"),
    mark("A birth without a skilled attendant"),
    mark("Poor nutrition of a child under five"),
    mark("A child of school age is not at school"),
    mark("A member of 15 or older cannot read and write"),
    mark("A preschool child attends no early education"),
    mark("Lighting other than electric"),
    mark("Inadequate roof, floor or walls"),
    mark("House not owned"),
    mark("Any person under 70 is undernourished"),
    mark("A child under 18 died in the last five years"),
    mark("Nobody of school age or older completed six years of schooling"),
    mark("A child up to the age of class 8 does not attend school"),
    mark("Cooks with dung, wood, charcoal or coal"),
    mark("No improved sanitation, or shared"),
    mark("No improved water within 30 minutes there and back"),
    mark("No electricity"),
    mark("Inadequate floor, roof or walls"),
    mark("At most one small asset and no car"),
    mark("DTSEN, a proposal"),
    mark("Global MPI (OPHI and UNDP, since 2018)"),
    mark("IKM, adapted to Indonesia (after PRAKARSA)"),
    mark("IPM, BPS new method (releases since 2014)"),
    mark("HDI, UNDP (reports since 2014)"),
    mark(
        "BPS, Indeks Pembangunan Manusia Metode Baru (2014); expenditure bounds: "
        "Tolikara 2010 and the projection for Jakarta Selatan to 2025"
    ),
    mark("UNDP, Human Development Report, technical note 1 (goalposts since the 2014 report)"),
    mark("Life expectancy is taken from the Long Form of the Population Census 2020 from 2020 on."),
)
