using Reelmill;

// Indexes a folder of images and finds the nearest neighbors of one: dotnet run -- LIBRARY FOLDER IMAGE
if (args is not [var folder, var images, var image])
{
    await Console.Error.WriteLineAsync("usage: LIBRARY FOLDER IMAGE");
    return 2;
}

// Images that are already in the collection are skipped, so the second run is fast.
await using var library = await MediaLibrary.OpenAsync(folder);
var (run, indexed) = await library.IndexAsync([images], new() { Collection = "images" });
Console.WriteLine($"{run.Items.Done} indexed, {run.Items.Skipped} skipped, {run.Items.Failed} failed; {indexed.Count} in total.");

foreach (var result in (await library.SearchAsync(new(image) { Collection = "images", Count = 5 })).Results)
{
    Console.WriteLine($"{result.Rank}. {result.Score:0.000} {result.Id} {result.Source}");
}

return 0;
