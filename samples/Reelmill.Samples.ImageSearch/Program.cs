using Reelmill;

// Indexes a folder of images and finds those like one of them: dotnet run -- LIBRARY FOLDER IMAGE
if (args is not [var folder, var images, var image])
{
    await Console.Error.WriteLineAsync("usage: LIBRARY FOLDER IMAGE");
    return 2;
}

// Images that are in the collection already are skipped, so the second start is quick.
await using var library = await MediaLibrary.OpenAsync(folder);
var (run, indexed) = await library.IndexAsync([images], new() { Collection = "images" });
Console.WriteLine($"{run.Items.Done} indexed, {run.Items.Skipped} known, {run.Items.Failed} failed; {indexed.Count} in all.");

foreach (var found in (await library.SearchAsync(new(image) { Collection = "images", Count = 5 })).Results)
{
    Console.WriteLine($"{found.Rank}. {found.Score:0.000} {found.Id} {found.Source}");
}

return 0;
