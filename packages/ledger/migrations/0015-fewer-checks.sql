-- Leaves out checks that nothing can fail, of which each settled task had three. Assumes 0001 to 0014.

-- A prediction is in the partition of its model, which is made together with it; an outcome is one of the models of its
-- run, which run_model refers to; and programs never delete a model or software.
alter table prediction drop constraint prediction_model_id_fkey;
alter table prediction drop constraint prediction_software_id_fkey;
alter table task_outcome drop constraint task_outcome_model_id_fkey;
