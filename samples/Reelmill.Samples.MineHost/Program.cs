using System.Threading.Channels;
using Reelmill;
using Reelmill.Media.Fetching;

// Mines posted videos in a host: dotnet run -- --Reelmill:library:folder=LIBRARY; then curl --data VIDEO localhost:5000/videos
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddReelmill(builder.Configuration.GetSection("Reelmill"));
builder.Services.AddSingleton(Channel.CreateUnbounded<MediaInput>());
builder.Services.AddHostedService<Miner>();
await using var app = builder.Build();

app.MapPost("/videos", async (HttpRequest request, Channel<MediaInput> videos) =>
{
    using var reader = new StreamReader(request.Body);
    foreach (var input in InputList.Expand([await reader.ReadToEndAsync()]))
    {
        await videos.Writer.WriteAsync(input);
    }

    return Results.Accepted();
});
await app.RunAsync();

// One run that never ends: each video starts as soon as it arrives.
internal sealed class Miner(MediaLibrary library, ReelmillConfig config, Channel<MediaInput> videos) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var frame in library.MineAsync(videos.Reader.ReadAllAsync(stoppingToken), config.Mine).WithCancellation(stoppingToken))
        {
            await Console.Error.WriteLineAsync($"{frame.Video} {frame.Time:c} {frame.Decision} {frame.Path}");
        }
    }
}
