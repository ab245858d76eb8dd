using System.Text;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;

namespace Reelmill.Cli.Display;

/// <summary>Standard output and error as they may be found: closed, a full disk, a pipe that nobody reads any more.</summary>
/// <remarks>
/// Results that cannot be written end the command with <c>output_failed</c>. Progress that cannot be written is dropped:
/// it must not end the work, or make a full log look like a full library.
/// </remarks>
internal static class StandardStreams
{
    private const int LastStandard = 2;
    private static readonly List<SafeFileHandle> Held = [];

    public static void Guard()
    {
        Occupy();
        Console.SetOut(Writer(new GuardedStream(Console.OpenStandardOutput(), static e => throw new PipelineException(
            "output_failed", $"Writing to standard output: {e.Message} Check what it is redirected to, then run the command again.", e))));
        Console.SetError(Writer(new GuardedStream(Console.OpenStandardError(), static _ => { })));
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>A file that takes the number of a closed standard stream would be written to by whoever prints.</summary>
    private static void Occupy()
    {
        while (true)
        {
            var opened = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (opened.DangerousGetHandle() > LastStandard)
            {
                opened.Dispose();
                return;
            }

            Held.Add(opened);
        }
    }

    /// <summary>Passes bytes on until a write fails.</summary>
    private sealed class GuardedStream(Stream stream, Action<Exception> failed) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
            // The streams of the console hold nothing back.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                stream.Write(buffer);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failed(e);
            }
        }
    }
}
