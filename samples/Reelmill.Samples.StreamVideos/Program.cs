using Reelmill;
using Reelmill.Media.Hls.Ladders;

// Makes encrypted HLS streams: dotnet run -- LIBRARY INPUT...
if (args is not [var folder, _, ..])
{
    await Console.Error.WriteLineAsync("usage: LIBRARY INPUT...");
    return 2;
}

await using var library = await MediaLibrary.OpenAsync(folder);
var run = library.HlsAsync(args[1..], new() { Ladder = Ladder.Heights(720, 360), Encrypt = true });
await foreach (var stream in run)
{
    var renditions = string.Join(", ", stream.Renditions.Select(rendition => rendition.Name));
    Console.WriteLine($"{Path.Combine(library.Folder, stream.Master)}: {renditions}; {stream.Check.Passed} rules hold");
}

foreach (var failure in run.Summary!.Failures)
{
    await Console.Error.WriteLineAsync($"{failure.Input}: {failure.Code}: {failure.Message}");
}

return run.Summary.Items.Failed > 0 ? 1 : 0;
