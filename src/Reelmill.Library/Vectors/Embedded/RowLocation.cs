using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>The location of a row: the id of its segment, and the row's number in the segment, counted from 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RowLocation(uint Segment, int Row)
{
    public const int Size = 8;
}
