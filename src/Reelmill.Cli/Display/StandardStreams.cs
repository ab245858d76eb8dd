using System.Text;
using Microsoft.Win32.SafeHandles;
using Reelmill.Core;

namespace Reelmill.Cli.Display;

/// <summary>Guards standard output and standard error against closed descriptors, full disks and broken pipes.</summary>
/// <remarks>
/// A failed write of results ends the command with <c>output_failed</c>. A failed write of progress is ignored: a full
/// log must not end the work, or look like a full library.
/// </remarks>
internal static class StandardStreams
{
    private const int LastStandardDescriptor = 2;
    private static readonly List<SafeFileHandle> Placeholders = [];

    public static void Guard()
    {
        OpenClosedDescriptors();
        Console.SetOut(Writer(new GuardedStream(Console.OpenStandardOutput(), static e => throw new PipelineException(
            "output_failed", $"Writing to standard output: {SystemErrors.GetSentence(e)} Check what it is redirected to, then run the command again.", e))));
        Console.SetError(Writer(new GuardedStream(Console.OpenStandardError(), static _ => { })));
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>Opens closed standard descriptors on /dev/null. Otherwise the next opened file would get the number of one, and prints would overwrite it.</summary>
    private static void OpenClosedDescriptors()
    {
        while (true)
        {
            var opened = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (opened.DangerousGetHandle() > LastStandardDescriptor)
            {
                opened.Dispose();
                return;
            }

            Placeholders.Add(opened);
        }
    }

    /// <summary>A stream that reports failed writes to a callback.</summary>
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
            // Console streams are unbuffered.
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
