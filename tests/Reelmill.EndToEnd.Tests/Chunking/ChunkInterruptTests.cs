using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Chunking;

public sealed class ChunkInterruptTests : LibraryTest
{
    [Fact]
    public async Task An_interrupted_run_resumes_where_it_stopped()
    {
        var clip = Temp["clip.mp4"];
        await Tool.MakeAsync(clip, "testsrc2=size=320x180:rate=25", 16, "-g", "25");
        string[] command = ["chunk", clip, "--library", Library.Path, "--duration", "1", "--workers", "1", "--processor", "encode", "--preset", "slow", "--events"];
        await using var run = ReelmillApp.Start(command);
        await ProcessTable.AppearsAsync("ffmpeg", "libx264", Library.Path);
        run.Send(Signals.Interrupt);
        var stopped = await run.EndAsync();

        stopped.ExitCode.ShouldBe(130, stopped.Errors);
        var resumed = await ReelmillApp.ExpectAsync(0, command);
        resumed.Sequences("chunk_skipped").ShouldBe(stopped.Sequences("chunk_completed"));
        resumed.Sequences("chunk_started").Intersect(stopped.Sequences("chunk_completed")).ShouldBeEmpty();
    }
}
