using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Display;
using Reelmill.Library.Vectors;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Services;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Cli.Commands;

/// <summary>What <c>collections --json</c> prints.</summary>
internal sealed record CollectionsDocument(IReadOnlyList<CollectionInfo> Collections);

/// <summary><c>reelmill collections</c>: the collections of a library, and of stores elsewhere.</summary>
internal static class CollectionsCommand
{
    public static Command Create() => new("collections", "List, make, index and drop collections of vectors.")
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
            var vectors = VectorStores.Open(parsed.GetRequiredValue(store), common.LibraryOf(parsed));
            await using var _ = vectors.ConfigureAwait(false);
            var all = await vectors.ListAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Console.Out.WriteLine(CliJson.Write(new CollectionsDocument(all), CliJson.Readable.CollectionsDocument));
            }
            else
            {
                foreach (var one in all)
                {
                    Console.Out.WriteLine($"{one.Name}  {one.Count} vectors of {one.Dimension}  made by {one.Embedder}{IndexOf(one)}");
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
        var embedder = new Option<string>("--embedder") { Description = "What will make its vectors.", DefaultValueFactory = static _ => "descriptor", HelpName = "NAME" };
        var command = new Command("create", "Make a collection; nothing happens when it is there.") { name, embedder, store };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var options = new IndexOptions
            {
                Collection = parsed.GetRequiredValue(name),
                Embedder = parsed.GetRequiredValue(embedder),
                Store = parsed.GetRequiredValue(store),
            };
            var services = new RunServices(common.LibraryOf(parsed));
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
        var name = new Argument<string>("NAME") { Description = "The collection; one of the embedded store." };
        var above = new Option<long>("--above")
        {
            Description = "How many vectors a collection must have; smaller ones are searched exactly.",
            DefaultValueFactory = static _ => VectorIndex.DefaultMinRecords,
            HelpName = "NUMBER",
        };
        var command = new Command("build-index", "Build the index that makes searches of a large collection fast and approximate.") { name, above };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var output = new Output(parsed.GetValue(common.Json), parsed.GetValue(common.Quiet));
            var least = parsed.GetRequiredValue(above) is >= 1 and var given ? given : throw new UsageException("--above takes a number from 1.");
            var progress = new IndexProgress(output.Note, TimeProvider.System);
            var built = await VectorIndex.BuildAsync(common.LibraryOf(parsed), parsed.GetRequiredValue(name), least, progress, token).ConfigureAwait(false);
            Console.Out.WriteLine(output.Json
                ? CliJson.Write(new CollectionsDocument([built]), CliJson.Readable.CollectionsDocument)
                : built.Index is null
                    ? $"{built.Name}: {built.Count} vectors, fewer than {least}. Searches compare them all; no index is needed."
                    : $"{built.Name}: {built.Count} vectors{IndexOf(built)}.");
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill collections build-index images --library out", "reelmill collections build-index images --library out --above 100000");
    }

    private static string IndexOf(CollectionInfo collection) => collection.Index is { } index
        ? string.Create(CultureInfo.InvariantCulture, $"  index of {index.Count}, recall {index.Recall:0.000}")
        : string.Empty;

    private static Command Drop()
    {
        var (common, store) = Options();
        var name = new Argument<string>("NAME") { Description = "The collection." };
        var command = new Command("drop", "Drop a collection with all its vectors; the pictures stay.") { name, store };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var options = new IndexOptions { Collection = parsed.GetRequiredValue(name), Store = parsed.GetRequiredValue(store) };
            var services = new RunServices(common.LibraryOf(parsed));
            await using var opened = services.ConfigureAwait(false);
            await Collections.DropAsync(services, options, token).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command.WithExamples("reelmill collections drop faces --library out");
    }

    private static (CommonOptions Common, Option<string> Store) Options() => (
        new CommonOptions(),
        new Option<string>("--store") { Description = "Where vectors are kept.", DefaultValueFactory = static _ => "embedded", HelpName = "URI" });
}
