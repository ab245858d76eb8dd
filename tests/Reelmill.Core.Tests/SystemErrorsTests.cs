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
    public async Task An_error_of_the_machine_ends_the_run_and_fails_no_item(int number, string code)
    {
        var pipeline = Pipeline.Create<int>("numbers").Map("disk", (n, _) => n == 3 ? throw new IOException("no", number) : ValueTask.FromResult(n));
        var error = await Should.ThrowAsync<PipelineException>(() => pipeline.RunAsync([1, 2, 3]));
        error.Code.ShouldBe(code);
        error.Message.ShouldContain(SystemErrors.GetAdvice(code));
    }

    [Fact]
    public void Other_errors_are_not_errors_of_the_machine()
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
    public void The_output_of_a_child_program_reveals_an_error_of_the_machine(string stderr, int? signal, string code) =>
        SystemErrors.Explain("Running ffmpeg", stderr, signal, new InvalidOperationException())!.Code.ShouldBe(code);

    [Fact]
    public async Task A_failed_cleanup_throws_nothing()
    {
        CleanUp.Quietly(static () => throw new IOException("second"));
        await CleanUp.QuietlyAsync(static () => throw new IOException("second"));
        CleanUp.RemoveFolder("/proc/1");
        CleanUp.Remove("/proc/1/status");
    }

    [Theory]
    [InlineData("No space left on device")]
    [InlineData("No space left on device.")]
    public void A_message_of_the_system_becomes_one_sentence(string message) =>
        SystemErrors.GetSentence(new IOException(message)).ShouldBe("No space left on device.");
}
