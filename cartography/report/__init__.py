"""The policy report as a document: pictures, charts, and writers of HTML, PDF and DOCX."""
