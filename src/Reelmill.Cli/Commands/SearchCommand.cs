using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;
using Reelmill.Server.Reports;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill search</c>: finds images that are similar to an image.</summary>
internal static class SearchCommand
{
    private const int MaxResults = 10_000;

    public static Command Create()
    {
        var common = new CommonOptions();
        var image = new Option<string>("--image", "-i") { Description = "The query image.", Required = true, HelpName = "FILE" };
        var count = new Option<int>("--count", "-k") { Description = "The maximum number of results.", DefaultValueFactory = static _ => 10, HelpName = "NUMBER" };
        var collection = new Option<string>("--collection") { Description = "The collection.", DefaultValueFactory = static _ => IndexOptions.DefaultCollection, HelpName = "NAME" };
        var store = new Option<string>("--store") { Description = "The vector store of the collection.", DefaultValueFactory = static _ => "embedded", HelpName = "URI" };
        var embedder = new Option<string?>("--embedder") { Description = "The embedder of the query image; required for triton:URL/MODEL [default: the collection's embedder].", HelpName = "NAME" };
        var filter = new Option<string?>("--filter") { Description = "A metadata filter, such as 'source=*.mp4 and timeMs>=1000'.", HelpName = "CONDITION" };
        var html = new Option<string?>("--html") { Description = "Also write the results as an HTML page with thumbnails.", HelpName = "FILE" };
        var exact = new Option<bool>("--exact") { Description = "Compare every image, even where an index would be faster." };
        var command = new Command("search", "Find the images of a collection that are most similar to a query image.") { image, count, collection, store, embedder, filter, exact, html };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var options = new SearchOptions(parsed.GetRequiredValue(image))
            {
                Collection = parsed.GetRequiredValue(collection),
                Store = parsed.GetRequiredValue(store),
                Embedder = parsed.GetValue(embedder),
                Count = Math.Clamp(parsed.GetRequiredValue(count), 1, MaxResults),
                Filter = parsed.GetValue(filter),
                Exact = parsed.GetValue(exact),
            };
            var template = parsed.GetValue(html) is null ? null : ReportTemplate.Read(ServerOptions.BuiltPageFolder);
            var services = new RunServices(common.GetLibrary(parsed));
            await using var opened = services.ConfigureAwait(false);
            var results = await new ImageSearch(services, options).FindAsync(token).ConfigureAwait(false);
            if (template is not null)
            {
                await SearchReport.WriteAsync(template, options, results, Path.GetFullPath(parsed.GetRequiredValue(html)!), token).ConfigureAwait(false);
            }

            Write(results, parsed.GetValue(common.Json));
            return ExitCode.Done;
        });
        return command.WithExamples(
            "reelmill search --library out --image cat.jpg -k 10",
            "reelmill search --library out --image cat.jpg --collection frames --html cats.html");
    }

    private static void Write(SearchResults results, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(CliJson.Write(results, CliJson.Readable.SearchResults));
            return;
        }

        foreach (var result in results.Results)
        {
            var time = result.TimeMs is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $" at {milliseconds / 1000.0:0.000} s") : string.Empty;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Rank,4}  {result.Score:0.0000}  {result.Source}{time}"));
        }

        if (results.Results.Count == 0)
        {
            Console.Out.WriteLine($"No image in '{results.Collection}' matches.");
        }

        if (results.Approximate)
        {
            Console.Out.WriteLine(results.Recall is { } recall
                ? string.Create(CultureInfo.InvariantCulture, $"approximate, recall {recall:0.000}; --exact compares every image")
                : "approximate; the store does not report its recall");
        }

        if (results.Note is { } note)
        {
            Console.Error.WriteLine(note.Message);
        }
    }
}
