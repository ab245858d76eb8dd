using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A segment's file, mapped for reading. It stays mapped while it is held, also when it was disposed or its file removed.</summary>
internal sealed class SegmentMap : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private SegmentMap(string path, MemoryMappedFile file)
    {
        (Path, _file) = (path, file);
        _view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        Length = _view.Capacity;
    }

    public string Path { get; }

    /// <summary>How much of the file is mapped, in bytes.</summary>
    public long Length { get; }

    public static SegmentMap Open(string path)
    {
        // Shared, so that the writer is not kept out.
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Of(path, handle);
    }

    /// <summary>Maps an open file.</summary>
    public static SegmentMap Of(string path, SafeFileHandle handle) =>
        new SegmentMap(path, MemoryMappedFile.CreateFromFile(
            handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true));

    /// <summary>Keeps it mapped until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">Another map has taken its place.</exception>
    public MapLease Hold() => new(this, _view.SafeMemoryMappedViewHandle);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
