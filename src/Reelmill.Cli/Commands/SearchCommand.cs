using System.CommandLine;
using System.Globalization;
using Reelmill.Cli.Display;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;
using Reelmill.Server.Reports;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill search</c>: pictures like a picture.</summary>
internal static class SearchCommand
{
    private const int MostResults = 10_000;

    public static Command Create()
    {
        var common = new CommonOptions();
        var image = new Option<string>("--image", "-i") { Description = "The picture whose likes are looked for.", Required = true, HelpName = "FILE" };
        var count = new Option<int>("--count", "-k") { Description = "How many results at most.", DefaultValueFactory = static _ => 10, HelpName = "NUMBER" };
        var collection = new Option<string>("--collection") { Description = "The collection.", DefaultValueFactory = static _ => IndexOptions.DefaultCollection, HelpName = "NAME" };
        var store = new Option<string>("--store") { Description = "Where its vectors are.", DefaultValueFactory = static _ => "embedded", HelpName = "URI" };
        var embedder = new Option<string?>("--embedder") { Description = "What makes a vector of the picture; needed for triton:URL/MODEL.", HelpName = "NAME" };
        var filter = new Option<string?>("--filter") { Description = "What else must hold, such as 'source=*.mp4 and timeMs>=1000'.", HelpName = "CONDITION" };
        var html = new Option<string?>("--html") { Description = "Write the results as a page with pictures, too.", HelpName = "FILE" };
        var exact = new Option<bool>("--exact") { Description = "Compare every picture, also where an index would be faster." };
        var command = new Command("search", "Find the pictures of a collection that are most like a picture.") { image, count, collection, store, embedder, filter, exact, html };
        common.AddTo(command, settings: false);
        command.SetAction(async (parsed, token) =>
        {
            var options = new SearchOptions(parsed.GetRequiredValue(image))
            {
                Collection = parsed.GetRequiredValue(collection),
                Store = parsed.GetRequiredValue(store),
                Embedder = parsed.GetValue(embedder),
                Count = Math.Clamp(parsed.GetRequiredValue(count), 1, MostResults),
                Filter = parsed.GetValue(filter),
                Exact = parsed.GetValue(exact),
            };
            var template = parsed.GetValue(html) is null ? null : ReportTemplate.Read(ServerOptions.BuiltPage);
            var services = new RunServices(common.LibraryOf(parsed));
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
            Console.Out.WriteLine($"Nothing in '{results.Collection}' fits.");
        }

        if (results.Approximate)
        {
            Console.Out.WriteLine(results.Recall is { } recall
                ? string.Create(CultureInfo.InvariantCulture, $"approximate, recall {recall:0.000}; --exact compares every picture")
                : "approximate; the store does not tell its recall");
        }

        if (results.Note is { } note)
        {
            Console.Error.WriteLine(note.Message);
        }
    }
}
