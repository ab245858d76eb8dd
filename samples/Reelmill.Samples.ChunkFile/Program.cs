using Reelmill;
using Reelmill.Pipelines.Chunk;

// Cuts a video into chunks of ten seconds: dotnet run -- LIBRARY VIDEO
if (args is not [var folder, var video])
{
    await Console.Error.WriteLineAsync("usage: LIBRARY VIDEO");
    return 2;
}

await using var library = await MediaLibrary.OpenAsync(folder);
var file = await library.ChunkAsync(
    video, new() { Duration = TimeSpan.FromSeconds(10), Workers = 4, Retries = 3 }, new Printer());

Console.WriteLine($"{file.Manifest.Processed} of {file.Manifest.TotalChunks} chunks, {file.Manifest.ThroughputMbps:0.0} Mb/s:");
foreach (var chunk in file.ChunksInOrder)
{
    Console.WriteLine(chunk);
}

return file.Manifest.Failed > 0 ? 1 : 0;

/// <summary>Prints chunk events, from any worker.</summary>
internal sealed class Printer : IProgress<ChunkEvent>
{
    public void Report(ChunkEvent value) => Console.Error.WriteLine(value);
}
