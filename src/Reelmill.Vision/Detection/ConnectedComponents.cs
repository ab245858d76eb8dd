using System.Buffers;

namespace Reelmill.Vision.Detection;

/// <summary>Pixels of a map that hang together.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Right">Its last column.</param>
/// <param name="Bottom">Its last row.</param>
/// <param name="Mean">The mean of its numbers.</param>
internal readonly record struct MapRegion(int Left, int Top, int Right, int Bottom, float Mean);

/// <summary>Finds the regions of a map that are above a threshold; pixels that touch at a corner hang together.</summary>
internal static class MapRegions
{
    /// <summary>Finds them in the order of their first pixels, row by row.</summary>
    public static List<MapRegion> Find(ReadOnlySpan<float> map, int width, float threshold)
    {
        var regions = new List<MapRegion>();
        var seen = ArrayPool<bool>.Shared.Rent(map.Length);
        seen.AsSpan(0, map.Length).Clear();
        var todo = new Stack<int>();
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] > threshold && !seen[i])
            {
                seen[i] = true;
                todo.Push(i);
                regions.Add(Fill(map, width, threshold, seen, todo));
            }
        }

        ArrayPool<bool>.Shared.Return(seen);
        return regions;
    }

    private static MapRegion Fill(ReadOnlySpan<float> map, int width, float threshold, bool[] seen, Stack<int> todo)
    {
        var (left, top, right, bottom, sum, count) = (int.MaxValue, int.MaxValue, 0, 0, 0.0, 0);
        while (todo.TryPop(out var at))
        {
            var (x, y) = (at % width, at / width);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            (sum, count) = (sum + map[at], count + 1);
            for (var row = Math.Max(y - 1, 0); row <= Math.Min(y + 1, (map.Length / width) - 1); row++)
            {
                for (var column = Math.Max(x - 1, 0); column <= Math.Min(x + 1, width - 1); column++)
                {
                    var near = (row * width) + column;
                    if (map[near] > threshold && !seen[near])
                    {
                        seen[near] = true;
                        todo.Push(near);
                    }
                }
            }
        }

        return new MapRegion(left, top, right, bottom, (float)(sum / count));
    }
}
