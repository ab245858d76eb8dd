using System.CommandLine;
using System.Text.Json;
using Reelmill.Cli.Display;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Media.Fetching;

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
            var options = common.ReadMine(parsed, []);
            var failed = await FailedAsync(options.Library, parsed.GetValue(code), token).ConfigureAwait(false);
            return await MineSession.RunAsync(options, failed, new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet))).ConfigureAwait(false);
        });
        return command.WithExamples(
            "reelmill retry --library out",
            "reelmill retry --library out --code http_error");
    }

    private static async Task<IReadOnlyList<MediaInput>> FailedAsync(string library, string? code, CancellationToken cancellationToken)
    {
        var catalog = SqliteCatalog.OpenReadOnly(library);
        await using var _ = catalog.ConfigureAwait(false);
        var failed = new List<MediaInput>();
        var filter = new ItemFilter { Pipeline = "mine", State = ItemState.Failed, ErrorCode = code };
        await foreach (var item in catalog.ItemsAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            failed.Add(new MediaInput(item.Source, KindOf(item.Source), MetadataOf(item)));
        }

        return failed;
    }

    /// <summary>The catalog has canonical sources: a file is an absolute path, so it cannot look like a URL.</summary>
    private static InputKind KindOf(string source) => source.StartsWith('/') ? InputKind.File : InputKind.Url;

    private static IReadOnlyDictionary<string, string> MetadataOf(Item item) => item.Metadata is null
        ? MediaInput.NoMetadata
        : JsonSerializer.Deserialize(item.Metadata, MetadataJson.Default.DictionaryStringString) ?? MediaInput.NoMetadata;
}
