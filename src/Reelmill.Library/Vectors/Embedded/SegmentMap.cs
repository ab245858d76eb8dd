using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>A segment file mapped for reading. The file stays mapped while a lease exists, even after disposal or deletion of the file.</summary>
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

    /// <summary>The number of mapped bytes.</summary>
    public long Length { get; }

    public static SegmentMap Open(string path)
    {
        // Share the file for writing, because a writer may have it open.
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Create(path, handle);
    }

    /// <summary>Maps an open file.</summary>
    public static SegmentMap Create(string path, SafeFileHandle handle) =>
        new SegmentMap(path, MemoryMappedFile.CreateFromFile(
            handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true));

    /// <summary>Keeps the file mapped until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">A newer map has replaced this one.</exception>
    public MapLease AcquireLease() => new(this, _view.SafeMemoryMappedViewHandle);

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
