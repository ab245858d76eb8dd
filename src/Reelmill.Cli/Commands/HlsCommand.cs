using System.CommandLine;
using Reelmill.Pipelines.Hls;

namespace Reelmill.Cli.Commands;

/// <summary><c>reelmill hls</c>: encodes videos into HLS streams.</summary>
internal static class HlsCommand
{
    public static Command Create() => PipelineCommand.Create<HlsOptions>(
        HlsSettings.Keys,
        "Encode videos to HLS: a ladder of renditions from one decode, packaged, measured and checked.",
        static call => RunSession.RunAsync(
            call.Library, call.Output, (services, observer, stopping, canceled) => new HlsRun(services, call.Options, observer).ExecuteAsync(call.Inputs, stopping, canceled)))
        .WithExamples(
            "reelmill hls videos/ --library out",
            "reelmill hls clip.mp4 https://host/clip.mp4 --library out --ladder 720,360 --preset medium",
            "reelmill hls clip.mp4 --library out --encrypt --rotate-keys 10 --key-uri 'https://keys.example.org/{id}/{key}'");
}
