using System.Globalization;
using Reelmill;

// Inserts the images of a folder with custom ids and metadata, and searches by image: dotnet run -- LIBRARY FOLDER IMAGE
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

// Open a collection once and use it many times, from any number of threads.
await using var library = await MediaLibrary.OpenAsync(folder);
var images = await library.OpenCollectionAsync("my_images", new() { Embedder = "descriptor" });

// The id of a failed image is null. Equal bytes are embedded once; changed metadata needs no inference.
var (inserted, run) = await images.InsertAsync(paths, ids, metadata, options => options with { InsertBatch = 50 });
Console.WriteLine($"{inserted.Count(id => id is not null)} of {paths.Length} images are in the collection, {run.Items.Skipped} from earlier runs.");

await using var query = File.OpenRead(image);
foreach (var result in (await images.SearchAsync(new(query), count: 5, filter: "year >= 2020")).Results)
{
    Console.WriteLine($"{result.Rank}. {result.Score:0.000} {result.Id} {result.Metadata["year"]}");
}

return 0;
