package dev.errata.sample.aitbc;

import dev.errata.catalog.Code;

/**
 * What can be wrong with a job. The constants are names; their statuses and texts stand
 * in {@code application.yml}.
 */
enum JobProblem implements Code {

	JOB_NOT_FOUND, JOB_ALREADY_CLAIMED, JOB_ALREADY_COMPLETED, JOB_ALREADY_CANCELLED, JOB_EXPIRED, JOB_INVALID_STATUS

}
