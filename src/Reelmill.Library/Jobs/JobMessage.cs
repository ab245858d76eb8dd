using System.Text.Json.Nodes;

namespace Reelmill.Library.Jobs;

/// <summary>What webhooks are told of a job that has ended.</summary>
internal static class JobMessage
{
    /// <summary>The name of the event, such as <c>job.succeeded</c>.</summary>
    public static string TypeOf(JobState state) => $"job.{JobTable.NameOf(state)}";

    /// <summary>The job, as JSON.</summary>
    public static string Of(Job job, JobCounts counts) => new JsonObject
    {
        ["id"] = job.Id,
        ["pipeline"] = job.Pipeline,
        ["state"] = JobTable.NameOf(job.State),
        ["label"] = job.Label,
        ["attempt"] = job.Attempt,
        ["createdMs"] = job.CreatedMs,
        ["startedMs"] = job.StartedMs,
        ["endedMs"] = job.EndedMs,
        ["items"] = new JsonObject
        {
            ["total"] = counts.Total,
            ["waiting"] = counts.Waiting,
            ["done"] = counts.Done,
            ["skipped"] = counts.Skipped,
            ["failed"] = counts.Failed,
        },
        ["error"] = job.ErrorCode is null ? null : new JsonObject { ["code"] = job.ErrorCode, ["message"] = job.ErrorMessage },
    }.ToJsonString();
}
