using System.Text.Json;
using Reelmill.Cli.Display;
using Reelmill.Core.Reporting;
using Reelmill.Library.Jobs;
using Reelmill.Server.Http;
using Reelmill.Server.Jobs;

namespace Reelmill.Cli.Remote;

/// <summary>Follows a server's job with the same live view and exit codes as a local run.</summary>
/// <param name="client">The client of the server.</param>
/// <param name="output">Writes results and progress.</param>
internal sealed class JobFollower(ServerClient client, Output output)
{
    /// <summary>Waits until a job ends.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync(string id)
    {
        using var interrupts = new Interrupts(output.Note);
        try
        {
            var progress = output.StartProgress();
            await using (progress.ConfigureAwait(false))
            {
                await foreach (var jobEvent in client.FollowAsync(id, interrupts.Stopping).ConfigureAwait(false))
                {
                    Show(progress, jobEvent.EventType, jobEvent.Data);
                }
            }
        }
        catch (OperationCanceledException) when (interrupts.Stopping.IsCancellationRequested)
        {
            output.Note($"The job continues on the server. To follow it: reelmill wait {id}. To cancel it: reelmill cancel {id}.");
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
                progress.Report(new RunProgress(CreateReport(JsonSerializer.Deserialize<JobDocument>(data, ServerJson.Options)!)));
                break;
            case "item" when JsonSerializer.Deserialize<JobItemDocument>(data, ServerJson.Options) is { State: JobItemState.Failed, Error: { } error } item:
                progress.Note($"{item.Source} failed: {error.Code}: {error.Message}");
                break;
            default:
                break;
        }
    }

    private static RunReport CreateReport(JobDocument job)
    {
        var elapsed = TimeSpan.FromMilliseconds(Math.Max(0, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (job.StartedMs ?? job.CreatedMs)));
        return new RunReport(
            job.Pipeline, job.Items.Total, job.Items.Done, job.Items.Skipped, job.Items.Failed, elapsed, [.. (job.Stages ?? []).Select(CreateStageReport)], Stopped: false);
    }

    private static StageReport CreateStageReport(JobStage stage) => new(
        stage.Name, stage.Workers, stage.In, stage.Out, stage.Dropped, stage.Failed, stage.Retried,
        [new WorkerTimes(stage.Busy, stage.Starved, stage.Blocked)], stage.Queued, stage.Queued, stage.QueueBound, Hint: null);
}
