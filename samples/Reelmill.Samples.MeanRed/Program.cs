using Reelmill;
using Reelmill.Pipelines.FrameStages;
using Reelmill.Pipelines.Mine;

// Computes a custom value for each frame, with a rule on it: dotnet run -- LIBRARY INPUT...
if (args is not [var folder, _, ..])
{
    await Console.Error.WriteLineAsync("usage: LIBRARY INPUT...");
    return 2;
}

await using var library = await MediaLibrary.OpenAsync(folder);
library.Services.Add(new FrameStageDefinition("mean_red", "1", () => new MeanRed()));
var run = library.MineAsync(args[1..], new() { Rules = [FrameRule.DropBelow("mean_red", 0.1, name: "not_red")] });
await foreach (var frame in run)
{
    Console.WriteLine($"{frame.Video} {frame.Time:c} {frame.Values!["mean_red"]} {frame.Decision}");
}

return run.Summary!.Items.Failed > 0 ? 1 : 0;

// The mean of red, 0 to 1; stored in the catalog, the manifest and exports.
internal sealed class MeanRed : FrameStage
{
    public override ValueTask ProcessAsync(FrameView frame, CancellationToken cancellationToken)
    {
        var pixels = frame.Image.Pixels;
        var sum = 0L;
        for (var red = 0; red < pixels.Length; red += 3)
        {
            sum += pixels[red];
        }

        frame.Values["mean_red"] = sum / (255.0 * frame.Width * frame.Height);
        return ValueTask.CompletedTask;
    }
}
