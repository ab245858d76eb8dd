using System.CommandLine;
using Reelmill.Pipelines.Mine;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill mine</c>: extracts the frames worth keeping from videos.</summary>
internal static class MineCommand
{
    public static Command Create() => PipelineCommand.Create<MineOptions>(
        MineSettings.Keys,
        "Fetch, probe, sample, score and deduplicate videos; keep the good frames as JPEG, with a record of every decision.",
        static call => RunSession.RunAsync(
            call.Library, call.Output, (services, observer, stopping, canceled) => new MineRun(services, call.Options, observer).ExecuteAsync(call.Inputs, stopping, canceled)))
        .WithExamples(
            "reelmill mine videos/ --library out",
            "reelmill mine clip.mp4 https://host/clip.mp4 urls.txt --library out --every 2s",
            "reelmill mine videos/ --library out --keyframes --set quality.min-sharpness=80");
}
