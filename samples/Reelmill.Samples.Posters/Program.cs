using Reelmill;
using Reelmill.Pipelines.Registry;

// A pipeline of one's own, with keys in the configuration: dotnet run -- CONFIGURATION LIBRARY INPUT...
var posters = new PosterPipeline();
var config = ReelmillConfig.Load(args[0], pipelines: PipelineRegistry.BuiltIn.With([posters]));
await using var library = await MediaLibrary.OpenAsync(args[1]);
var run = library.RunAsync(posters, args[2..], config.Options<PosterOptions>());
await foreach (var made in run)
{
    Console.WriteLine($"{made.Input}: {made.Paths[0]}");
}

return run.Summary!.Items.Failed > 0 ? 1 : 0;
