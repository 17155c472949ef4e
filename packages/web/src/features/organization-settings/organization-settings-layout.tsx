import { Outlet } from 'react-router';
export function OrganizationSettingsLayout() { return <Outlet />; }
