using Reelmill;
using Reelmill.Pipelines.Registry;

// A custom pipeline with its own settings: dotnet run -- CONFIGURATION LIBRARY INPUT...
var posters = new PosterPipeline();
var config = ReelmillConfig.Load(args[0], pipelines: PipelineRegistry.BuiltIn.With([posters]));
await using var library = await MediaLibrary.OpenAsync(args[1]);
var run = library.RunAsync(posters, args[2..], config.Options<PosterOptions>());
await foreach (var files in run)
{
    Console.WriteLine($"{files.Input}: {files.Paths[0]}");
}

return run.Summary!.Items.Failed > 0 ? 1 : 0;
