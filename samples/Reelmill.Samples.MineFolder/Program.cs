using Reelmill;

// Mines the good frames of videos: dotnet run -- LIBRARY INPUT...
if (args is not [var folder, _, ..])
{
    await Console.Error.WriteLineAsync("usage: LIBRARY INPUT...");
    return 2;
}

await using var library = await MediaLibrary.OpenAsync(folder);
var run = library.MineAsync(args[1..], new() { Sampling = new() { Every = TimeSpan.FromSeconds(2) } });

// Leaving the loop ends the run; the next run resumes there.
await foreach (var frame in run)
{
    Console.WriteLine($"{frame.Video} {frame.Time:c} {frame.Decision} {frame.Path}");
}

foreach (var failure in run.Summary!.Failures)
{
    await Console.Error.WriteLineAsync($"{failure.Input}: {failure.Code}: {failure.Message}");
}

return run.Summary.Items.Failed > 0 ? 1 : 0;
