using System.Globalization;
using Reelmill;

// Keeps the images of a folder under ids and with metadata of one's own, and finds those like one: dotnet run -- LIBRARY FOLDER IMAGE
if (args is not [var folder, var source, var image])
{
    await Console.Error.WriteLineAsync("usage: LIBRARY FOLDER IMAGE");
    return 2;
}

var paths = Directory.GetFiles(source);
var ids = paths.Select(path => $"sku-{Path.GetFileNameWithoutExtension(path)}").ToArray();
var metadata = paths.Select(path => new Dictionary<string, string>(StringComparer.Ordinal)
{
    ["year"] = File.GetLastWriteTimeUtc(path).Year.ToString(CultureInfo.InvariantCulture),
}).ToArray();

// Opened once, used many times, from any number of threads.
await using var library = await MediaLibrary.OpenAsync(folder);
var images = await library.OpenCollectionAsync("my_images", new() { Embedder = "descriptor" });

// An id is null where an image failed. Equal bytes are embedded once; changed metadata needs no model.
var (inserted, run) = await images.InsertAsync(paths, ids, metadata, options => options with { InsertBatch = 50 });
Console.WriteLine($"{inserted.Count(id => id is not null)} of {paths.Length} images are in, {run.Items.Skipped} of them from before.");

await using var query = File.OpenRead(image);
foreach (var found in (await images.SearchAsync(new(query), count: 5, filter: "year >= 2020")).Results)
{
    Console.WriteLine($"{found.Rank}. {found.Score:0.000} {found.Id} {found.Metadata["year"]}");
}

return 0;
