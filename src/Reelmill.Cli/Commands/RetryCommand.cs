using System.CommandLine;
using System.Text.Json;
using Reelmill.Cli.Display;
using Reelmill.Cli.Settings;
using Reelmill.Core;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill retry</c>: only what failed, again.</summary>
internal static class RetryCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var code = new Option<string?>("--code") { Description = "Only items that failed with this code.", HelpName = "CODE" };
        var command = new Command("retry", "Try the failed items again, and nothing else.")
        {
            code,
        };
        common.AddTo(command);
        command.SetAction(async (parsed, token) =>
        {
            var library = common.LibraryOf(parsed);
            var (failed, run) = await FailedAsync(library, parsed.GetValue(code), token).ConfigureAwait(false);
            var before = new MineOptions { Library = library };
            var options = common.Read(parsed, MineSettings.Keys, run is { Pipeline: "mine" } ? before.Repeating(run.Options) : before, []);
            return await RunSession.RunAsync(
                library,
                new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet)),
                (observer, stopping, cancelled) => new MineRun(options, observer).ExecuteAsync(failed, stopping, cancelled)).ConfigureAwait(false);
        });
        return command.WithExamples(
            "reelmill retry --library out",
            "reelmill retry --library out --code http_503");
    }

    /// <summary>What failed, and the last run, whose sampling holds for it.</summary>
    private static async Task<(IReadOnlyList<MediaInput> Failed, Run? Run)> FailedAsync(string library, string? code, CancellationToken cancellationToken)
    {
        var catalog = SqliteCatalog.OpenReadOnly(library);
        await using var _ = catalog.ConfigureAwait(false);
        var failed = new List<MediaInput>();
        var filter = new ItemFilter { Pipeline = "mine", State = ItemState.Failed, ErrorCode = code };
        await foreach (var item in catalog.ItemsAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            failed.Add(InputOf(item));
        }

        return (failed, await catalog.LastRunOfAsync("mine", cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What was wrong with a list or a name is wrong still: it keeps its message, and nothing is fetched for it.</summary>
    private static MediaInput InputOf(Item item) => new(item.Source, KindOf(item.Source), MetadataOf(item))
    {
        Problem = item.ErrorCode == FetchCodes.BadInput ? new ItemException(FetchCodes.BadInput, item.ErrorMessage!) : null,
    };

    /// <summary>The catalog has canonical sources: a file is an absolute path, so it cannot look like a URL.</summary>
    private static InputKind KindOf(string source) => source.StartsWith('/') ? InputKind.File : InputKind.Url;

    private static IReadOnlyDictionary<string, string> MetadataOf(Item item) => item.Metadata is null
        ? MediaInput.NoMetadata
        : JsonSerializer.Deserialize(item.Metadata, MetadataJson.Default.DictionaryStringString) ?? MediaInput.NoMetadata;
}
