using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill retry</c>: only what failed, again.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var code = new Option<string?>("--code") { Description = "Only items that failed with this code.", HelpName = "CODE" };
        var pipeline = new Option<string?>("--pipeline")
        {
            Description = "Only items of this pipeline; without it, of the one that ran last and has failed items.",
            HelpName = $"{string.Join('|', PipelineRegistry.BuiltIn.All.Where(static p => p.TakesInputs).Select(static p => p.Name))}|index/COLLECTION",
        };
        var command = new Command("retry", "Try the failed items again, with the options of the last run, and nothing else.")
        {
            code,
            pipeline,
        };
        common.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            var library = common.LibraryOf(parsed);
            var all = await FailedItems.ReadAsync(library, parsed.GetValue(code), token).ConfigureAwait(false);
            var chosen = Choose(all, parsed.GetValue(pipeline));
            foreach (var other in all.Where(f => f != chosen && f.Inputs.Count > 0))
            {
                output.Note($"'{other.Pipeline}' has failed items, too: {other.Inputs.Count}. To try those: reelmill retry --library {library} --pipeline {other.Pipeline}");
            }

            return await RunAsync(chosen, common, parsed, output).ConfigureAwait(false);
        });
        return command.WithExamples(
            "reelmill retry --library out",
            "reelmill retry --library out --code http_503",
            "reelmill retry --library out --pipeline hls");
    }

    private static FailedItems Choose(IReadOnlyList<FailedItems> all, string? pipeline) => pipeline is null
        ? all[0]
        : all.FirstOrDefault(f => f.Pipeline == pipeline)
            ?? throw new UsageException($"--pipeline: the library has no items of '{pipeline}' that can be tried again; it has those of {string.Join(", ", all.Select(static f => f.Pipeline).Order(StringComparer.Ordinal))}.");

    private static Task<int> RunAsync(FailedItems failed, CommonOptions common, ParseResult parsed, Output output)
    {
        var pipeline = failed.Definition;
        var before = failed.LastRun is { } run ? pipeline.RestoreOptions(pipeline.Defaults, run.Options) : pipeline.Defaults;
        var options = common.Read(parsed, pipeline.Settings, before, []);
        return RunSession.RunAsync(common.LibraryOf(parsed), output, async (services, observer, stopping, cancelled) =>
            (await pipeline.RunAsync(services, options, failed.Inputs, observer, stopping, cancelled).ConfigureAwait(false))!);
    }
}
