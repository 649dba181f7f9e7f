"""A file a subject: each turns results into sections, and declares those of the policy report in `SECTIONS`."""
