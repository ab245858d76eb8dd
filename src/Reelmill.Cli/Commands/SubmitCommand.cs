using System.CommandLine;
using System.Text.Json;
using Reelmill.Cli.Display;
using Reelmill.Cli.Remote;
using Reelmill.Library.Jobs;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Jobs;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill submit</c>: submits a job to a server.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var remote = new RemoteOptions();
        var pipeline = new Argument<string>("PIPELINE") { Description = $"One of {string.Join(", ", PipelineRegistry.BuiltIn.All.Select(static p => p.Name))}." };
        var inputs = new Argument<string[]>("INPUT") { Description = "http(s) URLs, and files, folders and lists, which are uploaded to the server.", Arity = ArgumentArity.ZeroOrMore };
        var set = new Option<string[]>("--set") { Description = "Set an option of the pipeline, such as every=2s.", HelpName = "KEY=VALUE" };
        var label = new Option<string?>("--label") { Description = "A name for the job.", HelpName = "TEXT" };
        var priority = new Option<JobPriority>("--priority") { Description = "The priority in the queue: low, normal or high.", HelpName = "low|normal|high", DefaultValueFactory = static _ => JobPriority.Normal };
        var wait = new Option<bool>("--wait") { Description = "Wait until the job ends, and show its progress." };
        var command = new Command("submit", "Submit a job to a server.") { pipeline, inputs, set, label, priority, wait };
        remote.AddTo(command);
        PipelineCommand.CompleteKeys(set, PipelineRegistry.BuiltIn.Settings.SelectMany(static s => s.All));
        inputs.Validators.Add(given => PipelineCommand.RefuseUnknownOptions(given, command));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (urls, files) = SeparateInputs(parsed.GetRequiredValue(pipeline), parsed.GetValue(inputs) ?? []);
            var options = (parsed.GetValue(set) ?? []).Select(SettingsReader.ReadPair).ToDictionary(static p => p.Key, static p => JsonSerializer.SerializeToElement(p.Value), StringComparer.Ordinal);
            var request = new JobRequest(parsed.GetRequiredValue(pipeline), urls, options, parsed.GetValue(label), parsed.GetValue(priority));
            var output = new Output(parsed.GetValue(remote.Json), parsed.GetValue(remote.Quiet));
            using var client = remote.CreateClient(parsed);
            var job = await client.SubmitAsync(request, files, Guid.NewGuid().ToString("n"), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(wait))
            {
                output.Note($"Submitted as {job.Id}.");
                return await new JobFollower(client, output).WaitAsync(job.Id).ConfigureAwait(false);
            }

            JobText.Write(job, output);
            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill submit mine https://host/clip.mp4 --server http://127.0.0.1:8080 --wait",
            "reelmill submit hls videos/ --set hls.ladder=720,360 --server http://127.0.0.1:8080");
    }

    /// <summary>Separates the inputs into URLs and files to upload. An invalid input fails the command before any upload.</summary>
    private static (IReadOnlyList<string> Urls, IReadOnlyList<string> Files) SeparateInputs(string pipeline, IReadOnlyList<string> names)
    {
        MediaInput[] all = [.. PipelineRegistry.BuiltIn.Find(pipeline) is { } known ? known.Expand(names) : InputList.Expand(names)];
        if (Array.Find(all, static i => i.Problem is not null) is { Problem: { } problem })
        {
            throw new UsageException(problem.Message);
        }

        return ([.. all.Where(static i => i.Kind == InputKind.Url).Select(static i => i.Source)], [.. all.Where(static i => i.Kind == InputKind.File).Select(static i => i.Source)]);
    }
}
