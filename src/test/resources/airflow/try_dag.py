"""Runs the task of a DAG on a pretended Airflow, once for each try that standard input has as JSON:
its number, parameters of its own and, where the submission fails, the text and the class of the
exception. Prints as JSON what became of each. What is pretended has the names of Airflow 2.11 and
3, and takes the arguments that their operators all take.

Usage: try_dag.py DAG_FILE
"""

import json
import re
import runpy
import sys
import types


class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class AirflowSkipException(AirflowException):
    pass


FAILURES = {"AirflowException": AirflowException, "RuntimeError": RuntimeError}


class Param:
    def __init__(self, default, *, description=None, type, minLength=None, items=None):
        self.default = default


class DAG:
    def __init__(self, dag_id, *, schedule, start_date, catchup, max_active_runs, params):
        self.params = {name: param.default for name, param in params.items()}

    def __enter__(self):
        SparkSubmitOperator.tasks.clear()
        return self

    def __exit__(self, *raised):
        pass


class SparkSubmitOperator:
    tasks = []

    def __init__(
        self,
        *,
        task_id,
        retries,
        retry_delay,
        name,
        application,
        java_class,
        properties_file,
        conf,
        application_args,
    ):
        self.application = application
        self.application_args = application_args
        self.tasks.append(self)

    def render(self, params):
        self.application_args = [
            re.sub(r"{{ params\.(\w+) }}", lambda name: params[name[1]], argument)
            for argument in self.application_args
        ]

    def execute(self, context):
        if context["failure"]:
            raise FAILURES[context["kind"]](context["failure"])


def module(name, **contents):
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        sys.modules.setdefault(".".join(parts[:end]), types.ModuleType(parts[end - 1]))
    vars(sys.modules[name]).update(contents)


module(
    "airflow.providers.apache.spark.operators.spark_submit",
    SparkSubmitOperator=SparkSubmitOperator,
)
module(
    "airflow.providers.common.compat.sdk",
    DAG=DAG,
    Param=Param,
    AirflowException=AirflowException,
    AirflowFailException=AirflowFailException,
    AirflowSkipException=AirflowSkipException,
)


def outcome(dag_file, number, params, failure, kind):
    dag = runpy.run_path(dag_file)["dag"]
    (task,) = SparkSubmitOperator.tasks
    params = {**dag.params, **params}
    task.render(params)
    try:
        instance = types.SimpleNamespace(try_number=number)
        task.execute({"params": params, "ti": instance, "failure": failure, "kind": kind})
        state, message = "success", ""
    except Exception as raised:
        state, message = type(raised).__name__, str(raised)
    return {
        "state": state,
        "message": message,
        "application": task.application,
        "arguments": task.application_args,
    }


print(json.dumps([outcome(sys.argv[1], **a_try) for a_try in json.load(sys.stdin)]))
