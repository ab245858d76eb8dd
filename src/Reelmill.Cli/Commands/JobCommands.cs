using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Cli.Remote;
using Reelmill.Server.Endpoints;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill jobs</c>, <c>wait</c> and <c>cancel</c>: lists, follows and cancels the jobs of a server.</summary>
internal static class JobCommands
{
    public static IEnumerable<Command> Create() => [List(), Wait(), Cancel()];

    private static Command List()
    {
        var remote = new RemoteOptions();
        var state = new Option<string?>("--state") { Description = "Only jobs in these states, such as running,failed.", HelpName = "STATE,..." };
        var label = new Option<string?>("--label") { Description = "Only jobs with this label.", HelpName = "TEXT" };
        var limit = new Option<int>("--limit") { Description = "The maximum number of jobs.", HelpName = "NUMBER", DefaultValueFactory = static _ => 50 };
        var command = new Command("jobs", "List the jobs of a server, newest first.") { state, label, limit };
        remote.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = $"v1/jobs?limit={parsed.GetValue(limit)}"
                + (parsed.GetValue(state) is { } states ? $"&state={Uri.EscapeDataString(states)}" : "")
                + (parsed.GetValue(label) is { } text ? $"&label={Uri.EscapeDataString(text)}" : "");
            using var client = remote.CreateClient(parsed);
            var list = await client.GetAsync<JobList>(query, cancellationToken).ConfigureAwait(false);
            JobText.Write(list, static l => l.Jobs.SelectMany(JobText.FormatRow), new Output(parsed.GetValue(remote.Json), parsed.GetValue(remote.Quiet)));
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill jobs --state running,queued --server http://127.0.0.1:8080");
    }

    private static Command Wait()
    {
        var (remote, id) = (new RemoteOptions(), JobArgument());
        var command = new Command("wait", "Wait until a job of a server ends, and show its progress.") { id };
        remote.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = remote.CreateClient(parsed);
            var job = await client.FindAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            return await new JobFollower(client, new Output(parsed.GetValue(remote.Json), parsed.GetValue(remote.Quiet))).WaitAsync(job.Id).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Cancel()
    {
        var (remote, id) = (new RemoteOptions(), JobArgument());
        var command = new Command("cancel", "Cancel a job of a server; finished items keep their results.") { id };
        remote.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = remote.CreateClient(parsed);
            var job = await client.CancelAsync(parsed.GetRequiredValue(id), cancellationToken).ConfigureAwait(false);
            JobText.Write(job, new Output(parsed.GetValue(remote.Json), parsed.GetValue(remote.Quiet)));
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> JobArgument() => new("JOB") { Description = "The job's id." };
}
