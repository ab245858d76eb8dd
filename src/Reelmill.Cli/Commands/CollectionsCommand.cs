using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Display;
using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>The output of <c>collections --json</c>.</summary>
internal sealed record CollectionsDocument(IReadOnlyList<CollectionInfo> Collections);

/// <summary><c>reelmill collections</c>: manages the vector collections of a library or of an external store.</summary>
internal static class CollectionsCommand
{
    public static Command Create() => new("collections", "List, create, index and drop vector collections.")
    {
        List(), CreateOne(), BuildIndex(), Drop(),
    };

    private static Command List()
    {
        var (common, store) = Options();
        var command = new Command("list", "List the collections.") { store };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var vectors = VectorStores.Open(parsed.GetRequiredValue(store), common.GetLibrary(parsed));
            await using var _ = vectors.ConfigureAwait(false);
            var collections = await vectors.ListAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Console.Out.WriteLine(CliJson.Write(new CollectionsDocument(collections), CliJson.Readable.CollectionsDocument));
            }
            else
            {
                foreach (var collection in collections)
                {
                    Console.Out.WriteLine($"{collection.Name}  {collection.Count} vectors of {collection.Dimension}  embedder {collection.Embedder}{FormatIndex(collection)}");
                }
            }

            return ExitCode.Done;
        });
        return command.WithExamples("reelmill collections list --library out");
    }

    private static Command CreateOne()
    {
        var (common, store) = Options();
        var name = new Argument<string>("NAME") { Description = "The collection." };
        var embedder = new Option<string>("--embedder") { Description = "The embedder of the collection's vectors.", DefaultValueFactory = static _ => "descriptor", HelpName = "NAME" };
        var command = new Command("create", "Create a collection, unless it already exists.") { name, embedder, store };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var options = new IndexOptions
            {
                Collection = parsed.GetRequiredValue(name),
                Embedder = parsed.GetRequiredValue(embedder),
                Store = parsed.GetRequiredValue(store),
            };
            var services = new RunServices(common.GetLibrary(parsed));
            await using var opened = services.ConfigureAwait(false);
            var made = await Collections.CreateAsync(services, options, token).ConfigureAwait(false);
            Console.Out.WriteLine(parsed.GetValue(common.Json)
                ? CliJson.Write(new CollectionsDocument([made]), CliJson.Readable.CollectionsDocument)
                : $"{made.Name}: {made.Count} vectors of {made.Dimension}.");
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill collections create faces --library out --embedder mobilenet-v2");
    }

    private static Command BuildIndex()
    {
        var common = new CommonOptions();
        var name = new Argument<string>("NAME") { Description = "The collection, in the embedded store." };
        var above = new Option<long>("--above")
        {
            Description = "The minimum number of vectors; smaller collections are searched exactly.",
            DefaultValueFactory = static _ => VectorIndex.DefaultMinRecords,
            HelpName = "NUMBER",
        };
        var command = new Command("build-index", "Build an index for fast, approximate searches of a large collection.") { name, above };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            var minVectors = parsed.GetRequiredValue(above) is >= 1 and var given ? given : throw new UsageException("--above must be at least 1.");
            var progress = new IndexProgress(output.Note, TimeProvider.System);
            var built = await VectorIndex.BuildAsync(common.GetLibrary(parsed), parsed.GetRequiredValue(name), minVectors, progress, token).ConfigureAwait(false);
            Console.Out.WriteLine(output.Json
                ? CliJson.Write(new CollectionsDocument([built]), CliJson.Readable.CollectionsDocument)
                : built.Index is null
                    ? $"{built.Name}: {built.Count} vectors, fewer than {minVectors}. Searches compare every vector, so no index is needed."
                    : $"{built.Name}: {built.Count} vectors{FormatIndex(built)}.");
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill collections build-index images --library out", "reelmill collections build-index images --library out --above 100000");
    }

    private static string FormatIndex(CollectionInfo collection) => collection.Index is { } index
        ? string.Create(CultureInfo.InvariantCulture, $"  index of {index.Count}, recall {index.Recall:0.000}")
        : string.Empty;

    private static Command Drop()
    {
        var (common, store) = Options();
        var name = new Argument<string>("NAME") { Description = "The collection." };
        var command = new Command("drop", "Drop a collection with all its vectors; the images stay.") { name, store };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var options = new IndexOptions { Collection = parsed.GetRequiredValue(name), Store = parsed.GetRequiredValue(store) };
            var services = new RunServices(common.GetLibrary(parsed));
            await using var opened = services.ConfigureAwait(false);
            await Collections.DropAsync(services, options, token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill collections drop faces --library out");
    }

    private static (CommonOptions Common, Option<string> Store) Options() => (
        new CommonOptions(),
        new Option<string>("--store") { Description = "The vector store.", DefaultValueFactory = static _ => "embedded", HelpName = "URI" });
}
