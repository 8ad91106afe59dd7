-- An activity carries at least one JVAP domain when its transaction commits; nothing that stands in a plan is deleted.

-- A service asks early by SET CONSTRAINTS activity_has_a_domain IMMEDIATE: both triggers bear the name of the rule.
CREATE FUNCTION actionplan_activity_has_a_domain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subject bigint;
BEGIN
    IF TG_TABLE_NAME = 'actionplan_activity' THEN
        subject := NEW.id;
    ELSE
        subject := OLD.activity_id;
    END IF;
    IF EXISTS (SELECT FROM actionplan_activity WHERE id = subject)
        AND NOT EXISTS (SELECT FROM actionplan_activity_domains WHERE activity_id = subject)
    THEN
        RAISE EXCEPTION 'activity % carries no JVAP domain', subject
            USING ERRCODE = '23514', CONSTRAINT = 'activity_has_a_domain', TABLE = 'actionplan_activity';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER activity_has_a_domain AFTER INSERT ON actionplan_activity
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION actionplan_activity_has_a_domain();
CREATE CONSTRAINT TRIGGER activity_has_a_domain AFTER DELETE OR UPDATE ON actionplan_activity_domains
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION actionplan_activity_has_a_domain();

-- Two transactions that each take another of the last two domains away wait for each other, so one of them is refused.
CREATE FUNCTION actionplan_lock_activity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM actionplan_activity WHERE id = OLD.activity_id FOR NO KEY UPDATE;
    RETURN OLD;
END $$;
CREATE TRIGGER activity_is_locked_first BEFORE DELETE ON actionplan_activity_domains
    FOR EACH ROW EXECUTE FUNCTION actionplan_lock_activity();

CREATE FUNCTION actionplan_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what stands in a plan is superseded, never deleted: % refused', TG_TABLE_NAME
        USING ERRCODE = '23514', CONSTRAINT = 'plan_items_are_never_deleted', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER plan_items_are_never_deleted BEFORE DELETE ON actionplan_plan
    FOR EACH ROW EXECUTE FUNCTION actionplan_refuse_deletion();
CREATE TRIGGER plan_items_are_never_deleted BEFORE DELETE ON actionplan_objective
    FOR EACH ROW EXECUTE FUNCTION actionplan_refuse_deletion();
CREATE TRIGGER plan_items_are_never_deleted BEFORE DELETE ON actionplan_activity
    FOR EACH ROW EXECUTE FUNCTION actionplan_refuse_deletion();
