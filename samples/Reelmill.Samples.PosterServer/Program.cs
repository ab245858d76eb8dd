using Reelmill.Pipelines.Registry;
using Reelmill.Server.Hosting;
using Reelmill.Server.Http;

// A server for jobs of all pipelines, including a custom one: dotnet run -- LIBRARY PORT
var options = new ServerOptions { Library = Path.GetFullPath(args[0]), Port = int.Parse(args[1], provider: null) };
await using var server = await ServerHost.StartAsync(options, PipelineRegistry.BuiltIn.With([new PosterPipeline()]), CancellationToken.None);
await Console.Error.WriteLineAsync($"serving at {server.Addresses.First()} {server.Token}");
await server.RunAsync(CancellationToken.None);
