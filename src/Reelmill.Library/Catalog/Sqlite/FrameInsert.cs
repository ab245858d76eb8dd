using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reelmill.Library.Catalog.Sqlite;

/// <summary>Inserts frames through one prepared statement with positional parameters.</summary>
/// <remarks>Bypasses ADO.NET, which looks up 22 names and boxes 22 values for each row.</remarks>
internal sealed class FrameInsert : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public FrameInsert(SqliteConnection connection)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(
            _database,
            $"INSERT INTO frames ({FrameColumns.All}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            out _statement));
    }

    public void Add(FrameRecord frame)
    {
        FrameColumns.RequireFinite(frame);
        Text(1, frame.Video);
        Integer(2, frame.TimeMs);
        Integer(3, frame.Width);
        Integer(4, frame.Height);
        Real(5, frame.Sharpness);
        Real(6, frame.Dark);
        Real(7, frame.Bright);
        Real(8, frame.Mean);
        Real(9, frame.Contrast);
        Real(10, frame.Information);
        Real(11, frame.Motion);
        Integer(12, unchecked((long)frame.Hash));
        Integer(13, frame.Kept ? 1 : 0);
        Text(14, frame.Rule);
        Real(15, frame.Score);
        Real(16, frame.Threshold);
        Text(17, frame.DuplicateOf);
        Text(18, frame.Path ?? frame.DroppedFile?.Path);
        Text(19, frame.Sha256 ?? frame.DroppedFile?.Sha256);
        Integer(20, frame.Bytes ?? frame.DroppedFile?.Bytes);
        Text(21, frame.Detections);
        Text(22, frame.Values?.Stored);
        Step();
    }

    public void Dispose() => _statement.Dispose();

    private void Step()
    {
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
    }

    private void Text(int position, string? value) => Check(
        value is null ? raw.sqlite3_bind_null(_statement, position) : raw.sqlite3_bind_text(_statement, position, value));

    private void Real(int position, double? value) => Check(
        value is { } number ? raw.sqlite3_bind_double(_statement, position, number) : raw.sqlite3_bind_null(_statement, position));

    private void Integer(int position, long? value) => Check(
        value is { } number ? raw.sqlite3_bind_int64(_statement, position, number) : raw.sqlite3_bind_null(_statement, position));

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
