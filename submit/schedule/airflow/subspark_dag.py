"""A sweep of subspark as an Airflow DAG; put this file into the folder of DAGs.

For Airflow 2.11 or 3 with the providers apache-spark (5.4.1 or later) and common-compat, and on
every worker a spark-submit of Spark 3.5 on the PATH and subspark in /opt/subspark. Where Spark runs
is said by the connection 'spark_default': spark://HOST:7077 or yarn.

Every try is the same command on the same run directory, so that it goes on where the one before
stopped and recomputes nothing; a finished run ends within a minute. Exit codes (docs/operations.md):

  0          success
  2, 3       failed, not tried again: somebody must look first
  4          another driver is at work on the run: skipped; but a later try, which may have met the
             driver that an earlier one left behind, is tried again
  any other  tried again

They come from the text of the provider's exception. With the driver here (client mode, as below)
it has the driver's own code; so it has of a driver in Kubernetes. In YARN's cluster mode give the
operator yarn_track_via_rm_api=True (provider 6.3 or later): else 2 and 3 look like 1 and are tried
again in vain. Files of the worker, such as the configuration, are not there in cluster modes: name
it in files=... and by its bare name.
"""

import re
from datetime import datetime, timedelta, timezone

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.providers.common.compat.sdk import (
    DAG,
    AirflowException,
    AirflowFailException,
    AirflowSkipException,
    Param,
)

HOME = "/opt/subspark"

REMEDIES = {
    2: "Bad usage, configuration or images; nothing was started. Mend what its last line says.",
    3: "Some cells failed, the rest is written. Look at the table 'cells', mend the cause, then "
    "trigger with retry_failed.",
}
HELD = 4


def exit_code(text):
    """The driver's exit code in an exception's text, or None.

    spark-submit's own code, 0 or 1 where the driver is elsewhere, may stand beside it.
    """
    words = (
        "Error code is:|Kubernetes spark exit code is:|exit_code=|User application exited with status"
    )
    codes = re.findall(rf"(?:{words}) ?(\d+)", text)
    return max(map(int, codes), default=None)


def further_arguments(params):
    """Options that are there or not, or several times."""
    options = [option for setting in params["settings"] for option in ("-D", setting)]
    return options + (["--retry-failed"] if params["retry_failed"] else [])


class SubsparkOperator(SparkSubmitOperator):
    """Submits subspark, and tries again what trying again may help."""

    def execute(self, context):
        self.application_args = self.application_args + further_arguments(context["params"])
        try:
            super().execute(context)
        except (AirflowException, RuntimeError) as failure:
            code = exit_code(str(failure))
            if code in REMEDIES:
                raise AirflowFailException(f"Exit code {code}: {REMEDIES[code]}") from failure
            if code == HELD and context["ti"].try_number == 1:
                raise AirflowSkipException("Another driver is at work on the run.") from failure
            raise


with DAG(
    dag_id="subspark_coil20",
    schedule="15 2 * * *",
    start_date=datetime(2025, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    # Two at once would only meet at the lease.
    max_active_runs=1,
    params={
        "config": Param(f"{HOME}/conf/coil20.conf", type="string", minLength=1),
        "data": Param("hdfs:///data/COIL20.mat", type="string", minLength=1),
        "out": Param("hdfs:///runs/coil20", type="string", minLength=1),
        "settings": Param(
            ["seeds=[0,1,2,3,4]"],
            type="array",
            items={"type": "string", "pattern": "="},
            description="KEY=VALUE over the configuration; other values are another run",
        ),
        "retry_failed": Param(False, type="boolean", description="try again cells that failed"),
    },
) as dag:
    SubsparkOperator(
        task_id="sweep",
        name="subspark {{ params.out }}",
        application=f"{HOME}/jars/subspark-0.1.0.jar",
        java_class="io.github.subspark.cli.Main",
        properties_file=f"{HOME}/conf/spark/standalone.conf",
        conf={"spark.submit.deployMode": "client"},
        # Images that change want a run directory each, such as {{ params.out }}/{{ ds }}.
        application_args=[
            "sweep",
            "{{ params.config }}",
            "--data",
            "{{ params.data }}",
            "--out",
            "{{ params.out }}",
        ],
        retries=3,
        # More than sweep.lease-seconds, after which a driver that was killed elsewhere is seen dead.
        retry_delay=timedelta(minutes=10),
    )
