using System.CommandLine;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Registry;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill retry</c>: retries the failed items of a library.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var code = new Option<string?>("--code") { Description = "Retry only items that failed with this code.", HelpName = "CODE" };
        var pipeline = new Option<string?>("--pipeline")
        {
            Description = "Retry the items of this pipeline [default: the pipeline with failed items that ran last].",
            HelpName = $"{string.Join('|', PipelineRegistry.BuiltIn.All.Where(static p => p.TakesInputs).Select(static p => p.Name))}|index/COLLECTION",
        };
        var command = new Command("retry", "Retry only the failed items, with the options of the last run.")
        {
            code,
            pipeline,
        };
        common.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            var library = common.GetLibrary(parsed);
            var all = await FailedItems.ReadAsync(library, parsed.GetValue(code), token).ConfigureAwait(false);
            var chosen = Choose(all, parsed.GetValue(pipeline));
            foreach (var other in all.Where(f => f != chosen && f.Inputs.Count > 0))
            {
                output.Note($"'{other.Pipeline}' also has failed items ({other.Inputs.Count}). To retry them: reelmill retry --library {library} --pipeline {other.Pipeline}");
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
            ?? throw new UsageException($"--pipeline: the library has no items of '{pipeline}'. It has items of {string.Join(", ", all.Select(static f => f.Pipeline).Order(StringComparer.Ordinal))}.");

    private static Task<int> RunAsync(FailedItems failed, CommonOptions common, ParseResult parsed, Output output)
    {
        var pipeline = failed.Definition;
        var before = failed.LastRun is { } run ? pipeline.RestoreOptions(pipeline.Defaults, run.Options) : pipeline.Defaults;
        var options = common.Read(parsed, pipeline.Settings, before, []);
        return RunSession.RunAsync(common.GetLibrary(parsed), output, async (services, observer, stopping, canceled) =>
            (await pipeline.RunAsync(services, options, failed.Inputs, observer, stopping, canceled).ConfigureAwait(false))!);
    }
}
