"""Who may find a search entry is copied from its dossier by triggers; exports are append-only."""

from django.db import migrations

# Of a complaint: its owner and who takes part; of a case: its owner and who takes part in its complaints.
FUNCTIONS = """
CREATE TYPE casework_search_scope AS
  (office bigint, offices bigint[], leads bigint[], guarded boolean);
CREATE FUNCTION casework_search_scope_of_complaint(pk bigint) RETURNS casework_search_scope
LANGUAGE sql STABLE AS $$
  SELECT c.office_id,
    ARRAY(SELECT c.office_id UNION SELECT p.office_id FROM casework_participation p
          WHERE p.complaint_id = c.id ORDER BY 1),
    array_remove(ARRAY[c.lead_id, k.lead_id], NULL), c.kind = 'report'
  FROM casework_complaint c LEFT JOIN casework_case k ON k.id = c.case_id WHERE c.id = pk
$$;
CREATE FUNCTION casework_search_scope_of_case(pk bigint) RETURNS casework_search_scope
LANGUAGE sql STABLE AS $$
  SELECT k.office_id,
    ARRAY(SELECT k.office_id UNION SELECT p.office_id FROM casework_participation p
          JOIN casework_complaint c ON c.id = p.complaint_id WHERE c.case_id = k.id ORDER BY 1),
    ARRAY[k.lead_id], false
  FROM casework_case k WHERE k.id = pk
$$;
CREATE FUNCTION casework_search_entry_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.complaint_id IS NOT NULL THEN
    SELECT * FROM casework_search_scope_of_complaint(NEW.complaint_id)
      INTO NEW.office, NEW.offices, NEW.leads, NEW.guarded;
  ELSE
    SELECT * FROM casework_search_scope_of_case(NEW.case_id)
      INTO NEW.office, NEW.offices, NEW.leads, NEW.guarded;
  END IF;
  RETURN NEW;
END $$;
CREATE FUNCTION casework_search_complaint(pk bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE casework_searchentry e
  SET office = s.office, offices = s.offices, leads = s.leads, guarded = s.guarded
  FROM casework_search_scope_of_complaint(pk) s
  WHERE e.complaint_id = pk AND (e.office, e.offices, e.leads, e.guarded)
    IS DISTINCT FROM (s.office, s.offices, s.leads, s.guarded)
$$;
CREATE FUNCTION casework_search_case(pk bigint) RETURNS void LANGUAGE sql AS $$
  UPDATE casework_searchentry e
  SET office = s.office, offices = s.offices, leads = s.leads, guarded = s.guarded
  FROM casework_search_scope_of_case(pk) s
  WHERE e.case_id = pk AND (e.office, e.offices, e.leads, e.guarded)
    IS DISTINCT FROM (s.office, s.offices, s.leads, s.guarded)
$$;
CREATE FUNCTION casework_search_participation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE pk bigint := COALESCE(NEW.complaint_id, OLD.complaint_id);
BEGIN
  PERFORM casework_search_complaint(pk);
  PERFORM casework_search_case(c.case_id) FROM casework_complaint c
    WHERE c.id = pk AND c.case_id IS NOT NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION casework_search_complaint_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM casework_search_complaint(NEW.id);
  IF NEW.case_id IS DISTINCT FROM OLD.case_id THEN
    PERFORM casework_search_case(NEW.case_id);
    PERFORM casework_search_case(OLD.case_id);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION casework_search_case_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM casework_search_case(NEW.id);
  PERFORM casework_search_complaint(c.id) FROM casework_complaint c WHERE c.case_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER search_scope BEFORE INSERT ON casework_searchentry
  FOR EACH ROW EXECUTE FUNCTION casework_search_entry_new();
CREATE TRIGGER search_scope AFTER INSERT OR UPDATE OR DELETE ON casework_participation
  FOR EACH ROW EXECUTE FUNCTION casework_search_participation();
CREATE TRIGGER search_scope AFTER UPDATE ON casework_complaint FOR EACH ROW
  WHEN (OLD.office_id <> NEW.office_id OR OLD.lead_id IS DISTINCT FROM NEW.lead_id
        OR OLD.case_id IS DISTINCT FROM NEW.case_id OR OLD.kind <> NEW.kind)
  EXECUTE FUNCTION casework_search_complaint_moved();
CREATE TRIGGER search_scope AFTER UPDATE ON casework_case FOR EACH ROW
  WHEN (OLD.office_id <> NEW.office_id OR OLD.lead_id <> NEW.lead_id)
  EXECUTE FUNCTION casework_search_case_moved();
"""
GONE = """
DROP TRIGGER search_scope ON casework_case;
DROP TRIGGER search_scope ON casework_complaint;
DROP TRIGGER search_scope ON casework_participation;
DROP TRIGGER search_scope ON casework_searchentry;
DROP FUNCTION casework_search_case_moved, casework_search_complaint_moved,
  casework_search_participation, casework_search_entry_new, casework_search_case,
  casework_search_complaint, casework_search_scope_of_case, casework_search_scope_of_complaint;
DROP TYPE casework_search_scope;
"""


KEPT = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON casework_listexport
  FOR EACH ROW EXECUTE FUNCTION casework_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON casework_listexport
  FOR EACH STATEMENT EXECUTE FUNCTION casework_append_only();
"""
NO_LONGER_KEPT = """
DROP TRIGGER append_only ON casework_listexport;
DROP TRIGGER never_emptied ON casework_listexport;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_search")]

    operations = [migrations.RunSQL(FUNCTIONS, GONE), migrations.RunSQL(KEPT, NO_LONGER_KEPT)]
