using System.Buffers;

namespace Reelmill.Vision.Detection;

/// <summary>A connected component of a probability map.</summary>
/// <param name="Left">The first column.</param>
/// <param name="Top">The first row.</param>
/// <param name="Right">The last column, inclusive.</param>
/// <param name="Bottom">The last row, inclusive.</param>
/// <param name="Mean">The mean of the values of its pixels.</param>
internal readonly record struct ConnectedComponent(int Left, int Top, int Right, int Bottom, float Mean);

/// <summary>Finds the 8-connected components of the pixels above a threshold.</summary>
internal static class ConnectedComponents
{
    /// <summary>Returns the components in the raster order of their first pixels.</summary>
    public static List<ConnectedComponent> Find(ReadOnlySpan<float> map, int width, float threshold)
    {
        var components = new List<ConnectedComponent>();
        var visited = ArrayPool<bool>.Shared.Rent(map.Length);
        visited.AsSpan(0, map.Length).Clear();
        var pending = new Stack<int>();
        for (var i = 0; i < map.Length; i++)
        {
            if (map[i] > threshold && !visited[i])
            {
                visited[i] = true;
                pending.Push(i);
                components.Add(Fill(map, width, threshold, visited, pending));
            }
        }

        ArrayPool<bool>.Shared.Return(visited);
        return components;
    }

    private static ConnectedComponent Fill(ReadOnlySpan<float> map, int width, float threshold, bool[] visited, Stack<int> pending)
    {
        var (left, top, right, bottom, sum, count) = (int.MaxValue, int.MaxValue, 0, 0, 0.0, 0);
        while (pending.TryPop(out var index))
        {
            var (x, y) = (index % width, index / width);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            (sum, count) = (sum + map[index], count + 1);
            for (var row = Math.Max(y - 1, 0); row <= Math.Min(y + 1, (map.Length / width) - 1); row++)
            {
                for (var column = Math.Max(x - 1, 0); column <= Math.Min(x + 1, width - 1); column++)
                {
                    var near = (row * width) + column;
                    if (map[near] > threshold && !visited[near])
                    {
                        visited[near] = true;
                        pending.Push(near);
                    }
                }
            }
        }

        return new ConnectedComponent(left, top, right, bottom, (float)(sum / count));
    }
}
