using Reelmill.Core.Pipelines;

namespace Reelmill.Core.Tests;

public sealed class SystemErrorsTests
{
    [Theory]
    [InlineData(28, "disk_full")]
    [InlineData(122, "disk_full")]
    [InlineData(24, "too_many_files")]
    [InlineData(23, "too_many_files")]
    [InlineData(27, "file_too_large")]
    public async Task What_the_machine_lacks_ends_the_run_and_fails_no_item(int number, string code)
    {
        var pipeline = Pipeline.Of<int>("numbers").Map("disk", (n, _) => n == 3 ? throw new IOException("no", number) : ValueTask.FromResult(n));
        var error = await Should.ThrowAsync<PipelineException>(() => pipeline.RunAsync([1, 2, 3]));
        error.Code.ShouldBe(code);
        error.Message.ShouldContain(SystemErrors.AdviceOn(code));
    }

    [Fact]
    public void Other_errors_say_nothing_of_the_machine()
    {
        SystemErrors.Explain(new IOException("no", 5)).ShouldBeNull();
        SystemErrors.Explain(new InvalidOperationException("no")).ShouldBeNull();
        SystemErrors.Explain("Running ffmpeg", "moov atom not found", null, new InvalidOperationException()).ShouldBeNull();
        SystemErrors.Explain("Running ffmpeg", "No space left on device.mp4: Invalid data found", null, new InvalidOperationException()).ShouldBeNull();
    }

    [Theory]
    [InlineData("av_interleaved_write_frame(): No space left on device", null, "disk_full")]
    [InlineData("", 25, "file_too_large")]
    [InlineData("a.mp4: Too many open files", null, "too_many_files")]
    [InlineData("first\nx264 [error]: pthread_create failed: Resource temporarily unavailable.\nlast", null, "too_many_processes")]
    public void A_program_that_was_started_says_what_is_lacking(string said, int? signal, string code) =>
        SystemErrors.Explain("Running ffmpeg", said, signal, new InvalidOperationException())!.Code.ShouldBe(code);

    [Fact]
    public async Task A_clean_up_that_fails_keeps_the_first_error()
    {
        CleanUp.Quietly(static () => throw new IOException("second"));
        await CleanUp.QuietlyAsync(static () => throw new IOException("second"));
        CleanUp.RemoveFolder("/proc/1");
        CleanUp.Remove("/proc/1/status");
    }
}
