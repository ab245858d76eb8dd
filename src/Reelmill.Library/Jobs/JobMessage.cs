using System.Text.Json.Nodes;

namespace Reelmill.Library.Jobs;

/// <summary>Composes the webhook message for a job that has ended.</summary>
internal static class JobMessage
{
    /// <summary>Gets the event's type, such as <c>job.succeeded</c>.</summary>
    public static string GetEventType(JobState state) => $"job.{JobTable.ToName(state)}";

    /// <summary>Composes the description of the job, as JSON.</summary>
    public static string Compose(Job job, JobCounts counts) => new JsonObject
    {
        ["id"] = job.Id,
        ["pipeline"] = job.Pipeline,
        ["state"] = JobTable.ToName(job.State),
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
