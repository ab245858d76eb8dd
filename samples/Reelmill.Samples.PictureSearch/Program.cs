using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;

namespace Reelmill.Samples.PictureSearch;

/// <summary>Indexes a folder of pictures and finds those like one of them: <c>dotnet run -- FOLDER PICTURE</c>.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var folder, var picture])
        {
            await Console.Error.WriteLineAsync("usage: FOLDER PICTURE");
            return 2;
        }

        // Pictures that are in the collection already are skipped, so the second start is quick.
        await using var services = new RunServices(Path.Combine(Path.GetTempPath(), "picture-search"));
        var options = new IndexOptions { Collection = "pictures" };
        var (run, pictures) = await new IndexRun(services, options, new RunObserver(OnNote: Console.Error.WriteLine))
            .IndexAsync(IndexRun.Expand([folder]), cancellationToken: default);
        Console.WriteLine($"{run.Items.Done} indexed, {run.Items.Skipped} known, {run.Items.Failed} failed; {pictures.Count} in all.");

        var search = new SearchOptions(picture) { Collection = options.Collection, Count = 5 };
        foreach (var found in (await new ImageSearch(services, search).FindAsync(default)).Results)
        {
            Console.WriteLine($"{found.Rank}. {found.Score:0.000} {found.Id} {found.Source}");
        }

        return 0;
    }
}
