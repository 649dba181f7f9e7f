from .test_local import *
def test_hotspots(provider, context, feedback, columbus, tmp_path):
    r, layer = run("emerginghotspots", columbus, context, feedback, FIELDS=["CRIME","INC","HOVAL"], TOLERANCE=0, WEIGHTS="rook", REPORT=str(tmp_path/"r.html"))
    print(r, field_values(layer,"pattern"), feedback.infos)
    for m in ("skater","ward","kmeans"):
      r, layer = run("regions", columbus, context, feedback, FIELDS=["CRIME","INC"], METHOD=m,TOLERANCE=0, WEIGHTS="rook", REPORT=str(tmp_path/"r.html"),OUTPUT_PROFILE="TEMPORARY_OUTPUT")
      print(r, field_values(layer,"region"), feedback.infos[-3:])
    results, layer = run("bivariateclusters", columbus, context, feedback, FIELD="CRIME", FIELD_2="INC", TOLERANCE=0, REPORT=str(tmp_path/"r.html"), MAP="bivariate")
    print(field_values(layer, "bivariate_class"))
    assert 0
