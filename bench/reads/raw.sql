-- What a careful hand would write for the same page: one query, the same shape, the same cuts for a reader without office.
SELECT json_agg(one.j) FROM (
    SELECT json_build_object(
        'uuid', a.uuid, 'version', a.version, 'plan', p.uuid,
        'objective', json_build_object(
            'uuid', o.uuid, 'version', o.version, 'code', o.code,
            'title', json_build_object('en', o.title_en, 'fr', o.title_fr, 'ar', o.title_ar),
            'is_illustrative', o.is_illustrative,
            'superseded_by', (
                SELECT so.uuid FROM actionplan_objective so JOIN actionplan_plan sp ON sp.id = so.plan_id
                WHERE so.id = o.superseded_by_id AND sp.is_published)),
        'code', a.code,
        'title', json_build_object('en', a.title_en, 'fr', a.title_fr, 'ar', a.title_ar),
        'description', json_build_object('en', a.description_en, 'fr', a.description_fr, 'ar', a.description_ar),
        'state', a.state,
        'domains', (
            SELECT coalesce(json_agg(json_build_object(
                'uuid', d.uuid, 'number', d.number,
                'title', json_build_object('en', d.title_en, 'fr', d.title_fr, 'ar', d.title_ar)) ORDER BY d.number), '[]')
            FROM actionplan_jvapdomain d JOIN actionplan_activity_domains ad ON ad.jvapdomain_id = d.id
            WHERE ad.activity_id = a.id),
        'paragraphs', (
            SELECT coalesce(json_agg(json_build_object(
                'uuid', g.uuid, 'outcome_text', t.uuid, 'part', g.part, 'number', g.number,
                'short_title', json_build_object('en', g.short_title_en, 'fr', g.short_title_fr, 'ar', g.short_title_ar))
                ORDER BY t.adopted_on DESC, t.id, g.part DESC, g.position, g.id), '[]')
            FROM meetings_paragraph g
            JOIN actionplan_activity_paragraphs ag ON ag.paragraph_id = g.id
            JOIN meetings_outcometext t ON t.id = g.outcome_text_id
            JOIN meetings_meeting m ON m.id = t.meeting_id
            WHERE ag.activity_id = a.id AND t.state = 'adopted' AND (
                m.state IN ('convened', 'held', 'concluded')
                OR m.state IN ('postponed', 'cancelled') AND m.convened_at IS NOT NULL)),
        'context_notes', (
            SELECT coalesce(json_agg(json_build_object(
                'uuid', n.uuid, 'title', json_build_object('en', n.title_en, 'fr', n.title_fr, 'ar', n.title_ar),
                'trend', json_build_object('en', n.trend_en, 'fr', n.trend_fr, 'ar', n.trend_ar),
                'source', n.source, 'noted_on', n.noted_on) ORDER BY n.noted_on DESC, n.id), '[]')
            FROM actionplan_contextnote n JOIN actionplan_activity_context_notes an ON an.contextnote_id = n.id
            WHERE an.activity_id = a.id),
        'presidency', CASE WHEN r.id IS NOT NULL THEN json_build_object(
            'uuid', r.uuid, 'code', r.code,
            'name', json_build_object('en', r.name_en, 'fr', r.name_fr, 'ar', r.name_ar)) END,
        'lead', CASE WHEN l.id IS NOT NULL THEN json_build_object(
            'uuid', l.uuid, 'code', l.code,
            'name', json_build_object('en', l.name_en, 'fr', l.name_fr, 'ar', l.name_ar)) END,
        'supporting', (
            SELECT coalesce(json_agg(json_build_object(
                'uuid', s.uuid, 'code', s.code,
                'name', json_build_object('en', s.name_en, 'fr', s.name_fr, 'ar', s.name_ar))
                ORDER BY s.sort_en, s.code), '[]')
            FROM parties_party s JOIN actionplan_activity_supporting sa ON sa.party_id = s.id
            WHERE sa.activity_id = a.id),
        'begins_on', a.begins_on, 'ends_on', a.ends_on, 'is_illustrative', a.is_illustrative,
        'source_system', a.source_system, 'external_id', a.external_id, 'joint_with', a.joint_with,
        'milestones', (
            SELECT coalesce(json_agg(json_build_object(
                'uuid', s.uuid, 'title', json_build_object('en', s.title_en, 'fr', s.title_fr, 'ar', s.title_ar),
                'due_on', s.due_on, 'state', s.state, 'reached_on', s.reached_on) ORDER BY s.due_on, s.id), '[]')
            FROM actionplan_milestone s WHERE s.activity_id = a.id),
        'indicators', (
            SELECT coalesce(json_agg(json_build_object(
                'uuid', i.uuid, 'name', json_build_object('en', i.name_en, 'fr', i.name_fr, 'ar', i.name_ar),
                'level', i.level, 'is_qualitative', i.is_qualitative,
                'unit', json_build_object('en', i.unit_en, 'fr', i.unit_fr, 'ar', i.unit_ar),
                'direction', i.direction, 'baseline', i.baseline::text, 'baseline_year', i.baseline_year,
                'is_cumulative', i.is_cumulative, 'aggregation', i.aggregation,
                'disaggregation', i.disaggregation, 'verification', i.verification,
                'targets', (
                    SELECT coalesce(json_agg(json_build_object(
                        'uuid', v.uuid, 'on', v."on", 'value', v.value::text, 'text', v.text) ORDER BY v."on", v.id), '[]')
                    FROM actionplan_indicatortarget v WHERE v.indicator_id = i.id),
                'values', (
                    SELECT coalesce(json_agg(json_build_object(
                        'uuid', v.uuid, 'on', v."on", 'value', v.value::text, 'text', v.text) ORDER BY v."on", v.id), '[]')
                    FROM actionplan_indicatorvalue v WHERE v.indicator_id = i.id)) ORDER BY i.id), '[]')
            FROM actionplan_indicator i WHERE i.activity_id = a.id),
        'funding', (
            SELECT coalesce(json_agg(json_build_object(
                'uuid', f.uuid, 'source', f.source, 'party', fp.uuid, 'amount', f.amount::text, 'currency', f.currency)
                ORDER BY f.id), '[]')
            FROM actionplan_funding f LEFT JOIN parties_party fp ON fp.id = f.party_id WHERE f.activity_id = a.id),
        'framework_links', (
            SELECT coalesce(json_agg(json_build_object(
                'uuid', k.uuid, 'framework', w.code, 'code', q.code) ORDER BY w.id, q.position, q.id, k.id), '[]')
            FROM actionplan_frameworklink k
            JOIN actionplan_frameworkgoal q ON q.id = k.goal_id
            JOIN actionplan_framework w ON w.id = q.framework_id
            WHERE k.activity_id = a.id),
        'superseded_by', (
            SELECT sa.uuid FROM actionplan_activity sa
            JOIN actionplan_objective so ON so.id = sa.objective_id JOIN actionplan_plan sp ON sp.id = so.plan_id
            WHERE sa.id = a.superseded_by_id AND sp.is_published)
    ) AS j
    FROM actionplan_activity a
    JOIN actionplan_objective o ON o.id = a.objective_id
    JOIN actionplan_plan p ON p.id = o.plan_id
    LEFT JOIN parties_presidency r ON r.id = a.presidency_id
    LEFT JOIN parties_party l ON l.id = a.lead_id
    WHERE p.is_published AND a.id > %s
    ORDER BY a.id
    LIMIT 100
) AS one
