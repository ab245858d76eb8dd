using System.Text.Json;
using Reelmill.Cli.Display;
using Reelmill.Core.Reporting;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Cli.Remote;

/// <summary>Watches a job as a terminal user watches a run of his own: the same live view, the same exit codes.</summary>
/// <param name="client">The server.</param>
/// <param name="output">Where to write.</param>
internal sealed class JobFollower(ServerClient client, Output output)
{
    /// <summary>Waits for the end of a job.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync(string id)
    {
        using var interrupts = new Interrupts(output.Note);
        try
        {
            var progress = output.StartProgress();
            await using (progress.ConfigureAwait(false))
            {
                await foreach (var happened in client.FollowAsync(id, interrupts.Stopping).ConfigureAwait(false))
                {
                    Show(progress, happened.EventType, happened.Data);
                }
            }
        }
        catch (OperationCanceledException) when (interrupts.Stopping.IsCancellationRequested)
        {
            output.Note($"The job goes on. To watch it again: reelmill wait {id}. To end it: reelmill cancel {id}.");
            return ExitCode.Interrupted;
        }

        var job = await client.FindAsync(id, CancellationToken.None).ConfigureAwait(false);
        JobText.Write(job, output);
        return job.State == JobState.Succeeded ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private static void Show(Progress progress, string type, string data)
    {
        switch (type)
        {
            case "progress":
                progress.Report(new RunProgress(ReportOf(JsonSerializer.Deserialize<JobDocument>(data, ServerJson.Options)!)));
                break;
            case "item" when JsonSerializer.Deserialize<JobItemDocument>(data, ServerJson.Options) is { State: JobItemState.Failed, Error: { } error } item:
                progress.Note($"{item.Source} failed: {error.Code}: {error.Message}");
                break;
            default:
                break;
        }
    }

    private static RunReport ReportOf(JobDocument job)
    {
        var elapsed = TimeSpan.FromMilliseconds(Math.Max(0, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (job.StartedMs ?? job.CreatedMs)));
        return new RunReport(
            job.Pipeline, job.Items.Total, job.Items.Done, job.Items.Skipped, job.Items.Failed, elapsed, [.. (job.Stages ?? []).Select(StageOf)], Stopped: false);
    }

    private static StageReport StageOf(JobStage stage) => new(
        stage.Name, stage.Workers, stage.In, stage.Out, stage.Dropped, stage.Failed, stage.Retried,
        [new WorkerTimes(stage.Busy, stage.Starved, stage.Blocked)], stage.Queued, stage.Queued, stage.QueueBound, Hint: null);
}
